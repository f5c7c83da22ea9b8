/** Something that is not what it is read as: a note, a checkpoint, a key, a signature. The message is a sentence for whoever sent it. */
export class BadNote extends Error {
  override name = 'BadNote';
}

/** A note that is well made, but that no key of those trusted has signed, or whose signature by one of them is false. */
export class UnsignedNote extends BadNote {
  override name = 'UnsignedNote';
}
