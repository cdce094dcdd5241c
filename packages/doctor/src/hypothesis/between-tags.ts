/** White space that stands alone between two tags. */
export const betweenTags = />[ \t\r\n]+</g
