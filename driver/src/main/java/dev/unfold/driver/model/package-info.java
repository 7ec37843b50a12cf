/**
 * Models as folders of files on any file system that can commit.
 *
 * <p>Imports: {@code driver.storage.commit}, {@code driver.storage.file}, {@code worker.model},
 * {@code worker.network}, {@code worker.parameters}, {@code worker.sequence}, {@code
 * worker.sequence.example}, {@code worker.settings.corpus}, {@code worker.settings.network}, {@code
 * worker.settings.validation}, {@code com.fasterxml.jackson}, {@code org.apache.hadoop}.
 */
package dev.unfold.driver.model;
