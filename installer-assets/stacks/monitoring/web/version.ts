/** Version of the images, as compose.yaml names them. */
export const VERSION = '1.0.0';
