/**
 * Independent examples: what an example is, its schema and its bytes.
 *
 * <p>Imports: {@code worker.error}, {@code worker.json}, {@code worker.sequence}, {@code
 * worker.sequence.subword}, {@code worker.settings.corpus}, {@code worker.settings.validation},
 * {@code com.fasterxml.jackson}.
 */
package dev.unfold.worker.sequence.example;
