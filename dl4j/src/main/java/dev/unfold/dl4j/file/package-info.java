/**
 * Reads untrusted files of DL4J: configurations as JSON, and zips of its {@code ModelSerializer}.
 * DL4J sees a configuration only after it was validated, and nothing is deserialized.
 */
package dev.unfold.dl4j.file;
