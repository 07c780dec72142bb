package dev.flambeau.images;

/**
 * How large a picture is, as it is shown: turned as its file says.
 *
 * @param height rows
 * @param width columns
 */
public record PictureSize(int height, int width) {}
