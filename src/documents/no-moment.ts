/** Where a document is of no moment some formats still need one: the first that ZIP knows, which nobody takes for true. */
export const NO_MOMENT = '1980-01-01T00:00:00.000Z';
