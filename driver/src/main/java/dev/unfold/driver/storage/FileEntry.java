package dev.unfold.driver.storage;

/**
 * One name in a folder.
 *
 * @param name without its folder
 * @param folder whether it is a folder
 * @param size in bytes; 0 for a folder
 * @param modified milliseconds since 1970 by the clock of the file system
 */
public record FileEntry(String name, boolean folder, long size, long modified) {}
