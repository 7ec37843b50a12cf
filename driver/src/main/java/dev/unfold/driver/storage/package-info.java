/**
 * Folders on file systems that can commit: everything that must survive is written under a unique
 * temporary name, verified, and renamed without overwrite.
 *
 * <p>{@link dev.unfold.driver.storage.CommitFolder} is the folder, {@link
 * dev.unfold.driver.storage.NumberedCommits} the write-once numbered directories in one, and {@link
 * dev.unfold.driver.storage.RunAttempts} the ownership of a run directory. Hadoop's types stay in
 * this package and in {@code corpus}.
 */
package dev.unfold.driver.storage;
