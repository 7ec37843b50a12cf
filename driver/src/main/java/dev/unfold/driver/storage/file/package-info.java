/**
 * Single files and folders of files that a user names: predictions, reports, live logs, temporary
 * folders, and the check that a place can be written.
 *
 * <p>Imports: {@code driver.storage.commit}, {@code driver.storage.fs}, {@code
 * driver.storage.lease}, {@code worker.error}, {@code worker.settings.validation}, {@code
 * org.apache.hadoop}, {@code org.apache.spark}, {@code org.slf4j}, {@code scala}.
 */
package dev.unfold.driver.storage.file;
