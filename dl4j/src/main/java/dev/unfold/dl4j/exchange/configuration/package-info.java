/**
 * Creates the DL4J configurations of exported networks.
 *
 * <p>Imports: {@code worker.error}, {@code worker.model}, {@code worker.sequence}, {@code
 * worker.settings.network}, {@code worker.settings.training}, {@code worker.settings.validation},
 * {@code org.deeplearning4j.nn}, {@code org.nd4j.linalg}.
 */
package dev.unfold.dl4j.exchange.configuration;
