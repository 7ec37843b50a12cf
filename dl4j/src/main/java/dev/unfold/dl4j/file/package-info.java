/**
 * What DL4J saves, read without trust: configurations as JSON, and zips of its {@code
 * ModelSerializer}. DL4J sees a configuration only after it was checked, and nothing is
 * deserialized.
 */
package dev.unfold.dl4j.file;
