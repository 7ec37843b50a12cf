/**
 * Write-once folders: all that must survive is written under a unique temporary name, verified, and
 * renamed without overwrite.
 *
 * <p>{@link dev.unfold.driver.storage.commit.CommitFolder} is the folder, {@link
 * dev.unfold.driver.storage.commit.NumberedCommits} the numbered commits in one.
 *
 * <p>Imports: {@code driver.storage.fs}, {@code worker.error}, {@code worker.file}, {@code
 * org.apache.hadoop}, {@code org.slf4j}.
 */
package dev.unfold.driver.storage.commit;
