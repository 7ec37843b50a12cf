package dev.unfold.driver.extension;

/**
 * A file that holds a model in a format of another library.
 *
 * @param path of the file
 * @param network the name of the library for such a network
 * @param parameterCount how many parameters it has
 */
public record ExportedModel(String path, String network, long parameterCount) {}
