/**
 * The settings of the training master and their JSON.
 *
 * <p>Imports: {@code worker.model}, {@code com.fasterxml.jackson}, {@code org.nd4j.shade}.
 */
package dev.unfold.dl4j.master.settings;
