/** What is used of linebreak 1.1 (UAX #14), which brings no types of its own. */
declare module 'linebreak' {
  class LineBreaker {
    constructor(text: string);
    nextBreak(): { position: number; required: boolean } | null;
  }

  export default LineBreaker;
}
