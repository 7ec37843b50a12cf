/**
 * The command line: one thin class per command.
 *
 * <p>Imports: {@code com.fasterxml.jackson}, {@code driver.configuration}, {@code
 * driver.extension}, {@code driver.model}, {@code driver.operation}, {@code driver.prediction},
 * {@code driver.prediction.column}, {@code driver.report}, {@code driver.retraining}, {@code
 * driver.storage.file}, {@code driver.storage.fs}, {@code driver.store}, {@code
 * driver.training.outcome}, {@code driver.training.state}, {@code jobs.bench}, {@code jobs.option},
 * {@code jobs.process}, {@code jobs.progress}, {@code org.apache.hadoop}, {@code
 * org.apache.logging}, {@code org.apache.spark}, {@code org.slf4j}, {@code picocli}, {@code
 * worker.error}, {@code worker.evaluation}, {@code worker.evaluation.metric}, {@code
 * worker.extension}, {@code worker.generation}, {@code worker.generation.text}, {@code
 * worker.model}, {@code worker.network}, {@code worker.parameters}, {@code worker.settings}, {@code
 * worker.settings.corpus}, {@code worker.settings.network}, {@code worker.settings.validation}.
 */
package dev.unfold.jobs;
