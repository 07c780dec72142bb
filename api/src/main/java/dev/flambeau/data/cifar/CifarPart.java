package dev.flambeau.data.cifar;

/**
 * One file.
 *
 * @param name its name in the folder
 * @param records its content
 */
record CifarPart(String name, byte[] records) {}
