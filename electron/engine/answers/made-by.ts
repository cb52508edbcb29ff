/** The line by which an answer file of ours is known. */
export const MADE_BY = '# Made by Sitewright; change the site and make it again instead of editing this file.';
