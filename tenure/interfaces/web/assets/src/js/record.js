// Scripts of record pages.
export {};
