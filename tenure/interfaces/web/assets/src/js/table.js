// Scripts of table pages.
export {};
