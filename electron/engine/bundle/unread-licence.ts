/** Of an item whose licence stands in its content: what the lock says until that has been brought and read. */
export const UNREAD_LICENCE = 'as the content says, which is not read yet';
