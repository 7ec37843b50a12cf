package dev.unfold.driver.storage.fs;

/**
 * An entry of a folder.
 *
 * @param name the name without the folder
 * @param folder whether it is a folder
 * @param size the size in bytes; 0 for a folder
 * @param modified the modification time in milliseconds since 1970 by the clock of the file system
 */
public record FileEntry(String name, boolean folder, long size, long modified) {}
