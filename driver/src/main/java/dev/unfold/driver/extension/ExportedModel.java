package dev.unfold.driver.extension;

/**
 * A file with a model in a format of another library.
 *
 * @param path the path of the file
 * @param network the library's name for such a network
 * @param parameterCount the number of parameters
 */
public record ExportedModel(String path, String network, long parameterCount) {}
