/**
 * Models and their files, over streams: weights as safetensors, the network as {@code config.json}.
 *
 * <p>Input may be truncated, foreign or malicious. The readers check before they allocate, and
 * report every fault as a {@link dev.unfold.worker.model.ModelFormatException}.
 *
 * <p>Imports: {@code worker.error}, {@code worker.file}, {@code worker.json}, {@code
 * worker.network}, {@code worker.parameters}, {@code worker.sequence}, {@code
 * worker.sequence.audio}, {@code worker.sequence.example}, {@code worker.sequence.subword}, {@code
 * worker.settings.corpus}, {@code worker.settings.network}, {@code worker.settings.validation},
 * {@code worker.tensor.memory}, {@code com.fasterxml.jackson}.
 */
package dev.unfold.worker.model;
