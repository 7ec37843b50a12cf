/**
 * The operations that a command or a Java program requests, from the checks before Spark starts to
 * the result: training, retraining, evaluation, prediction and generation.
 *
 * <p>{@code jobs} and {@code dev.unfold.api} are two faces of these operations: the former parses
 * options and prints, the latter is called by programs.
 *
 * <p>Imports: {@code driver.configuration}, {@code driver.corpus.query}, {@code
 * driver.corpus.text}, {@code driver.evaluation}, {@code driver.execution}, {@code driver.model},
 * {@code driver.monitoring}, {@code driver.prediction}, {@code driver.prediction.column}, {@code
 * driver.report}, {@code driver.retraining}, {@code driver.storage.file}, {@code
 * driver.storage.fs}, {@code driver.store}, {@code driver.training}, {@code
 * driver.training.alignment}, {@code driver.training.state}, {@code worker.error}, {@code
 * worker.evaluation}, {@code worker.generation}, {@code worker.generation.fusion}, {@code
 * worker.generation.text}, {@code worker.model}, {@code worker.prediction}, {@code
 * worker.sequence}, {@code worker.sequence.example}, {@code worker.settings}, {@code
 * worker.settings.corpus}, {@code worker.settings.network}, {@code worker.settings.training},
 * {@code worker.settings.validation}, {@code worker.tensor.gemm}, {@code org.apache.hadoop}, {@code
 * org.apache.spark}, {@code org.slf4j}.
 */
package dev.unfold.driver.operation;
