/**
 * Folders of files that are written once: their manifests with sizes and hashes.
 *
 * <p>Imports: {@code worker.error}.
 */
package dev.unfold.worker.file;
