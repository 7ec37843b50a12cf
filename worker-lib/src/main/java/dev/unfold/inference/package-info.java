/**
 * Trained models in plain Java programs: predictions, scores, generated text, and streams that are
 * read event by event. Start reading at {@link dev.unfold.inference.Model}.
 *
 * <p>Imports: {@code worker.error}, {@code worker.generation}, {@code worker.generation.fusion},
 * {@code worker.generation.text}, {@code worker.model}, {@code worker.network}, {@code
 * worker.network.layer}, {@code worker.prediction}, {@code worker.prediction.stream}, {@code
 * worker.sequence}, {@code worker.sequence.example}, {@code worker.sequence.row}, {@code
 * worker.settings.corpus}, {@code worker.settings.network}, {@code worker.settings.training},
 * {@code worker.tensor}, {@code worker.tensor.gemm}, {@code worker.tensor.memory}.
 */
package dev.unfold.inference;
