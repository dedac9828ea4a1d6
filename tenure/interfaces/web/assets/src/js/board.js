// Scripts of board pages.
export {};
