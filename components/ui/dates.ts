// Dates in words. The server draws them and the browser draws them again, so both must write the same: engines differ in which kind of
// space they put into a date ("4:11 PM", "Oct 2 – Nov 21"), and React throws away a page whose words differ.
const SPECIAL_SPACES = /[\u00a0\u2009\u202f]/g;

/** @returns a formatter for one locale with plain spaces only */
export function dateFormat(options: Intl.DateTimeFormatOptions): (date: Date) => string {
  const format = new Intl.DateTimeFormat('en', options);
  return (date) => format.format(date).replace(SPECIAL_SPACES, ' ');
}
