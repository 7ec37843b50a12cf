/**
 * Implements Unfold's {@code Network} with a DL4J network.
 *
 * <p>Imports: {@code dl4j}, {@code dl4j.file}, {@code driver.extension}, {@code driver.model},
 * {@code worker.file}, {@code worker.model}, {@code worker.network}, {@code worker.network.layer},
 * {@code worker.network.output}, {@code worker.parameters}, {@code worker.sequence}, {@code
 * worker.sequence.example}, {@code worker.settings.corpus}, {@code worker.settings.network}, {@code
 * worker.settings.validation}, {@code worker.tensor}, {@code org.apache.hadoop}, {@code
 * org.deeplearning4j.nn}, {@code org.nd4j.linalg}.
 */
package dev.unfold.dl4j.network;
