import { describe, expect, it } from 'vitest';
import { splitAtDifference } from '@/components/consent/marked-address';
import { refusalInWords } from './refusal-words';

describe('a refusal in words, for the owner of the key', () => {
  it('tells expired, reused and wrong verifier apart', () => {
    const titles = ['code_expired', 'code_replayed', 'verifier_mismatch'].map((reason) => refusalInWords(reason).title);
    expect(titles).toEqual(['The code came too late', 'A code was used a second time', 'The code verifier was wrong']);
  });

  it('names a reason it has no words for', () => {
    expect(refusalInWords('constructor').todo).toMatch(/constructor\.$/);
  });

  it('finds the character where two addresses part', () => {
    expect(splitAtDifference('https://a.example/cb/', 'https://a.example/cb')).toEqual({
      shared: 'https://a.example/cb',
      sent: '/',
      registered: '',
    });
    expect(splitAtDifference('https://a.example/x', 'https://a.example/y')).toMatchObject({ sent: 'x', registered: 'y' });
  });
});
