package dev.unfold.dl4j.master;

import dev.unfold.dl4j.master.data.SequenceParts;
import java.io.Serializable;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The states that a worker carries to its next round.
 *
 * @param after the last parts that it trained
 * @param states the final states of these parts, one [B, width] array each
 */
record WorkerCarry(SequenceParts after, List<INDArray> states) implements Serializable {}
