/** "+3.20 %" with a minus sign, not a hyphen; a dash where there is no figure. @param isSigned also marks what is above zero */
export function percentText(value: string | null, isSigned = false): string {
  if (value === null) return '–';
  const sign = value.startsWith('-') ? '\u2212' : isSigned && value !== '0' ? '+' : '';
  const [whole = '0', decimals = ''] = value.replace('-', '').split('.');
  return `${sign}${whole}.${decimals.padEnd(2, '0')}\u00a0%`;
}
