/**
 * Exports models as zips of DL4J's {@code ModelSerializer}, and imports such zips.
 *
 * <p>Imports: {@code dl4j}, {@code dl4j.exchange.configuration}, {@code dl4j.file}, {@code
 * dl4j.network}, {@code driver.extension}, {@code driver.model}, {@code driver.storage.file},
 * {@code worker.model}, {@code worker.network}, {@code worker.parameters}, {@code worker.sequence},
 * {@code worker.sequence.example}, {@code worker.settings.corpus}, {@code worker.settings.network},
 * {@code worker.settings.training}, {@code worker.settings.validation}, {@code
 * worker.tensor.memory}, {@code com.fasterxml.jackson}, {@code org.apache.hadoop}, {@code
 * org.deeplearning4j.nn}, {@code org.nd4j.linalg}.
 */
package dev.unfold.dl4j.exchange;
