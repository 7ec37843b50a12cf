package dev.unfold.dl4j.master;

import java.io.Serializable;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The states that a worker carries to its next round.
 *
 * @param after the parts that it ended with
 * @param states that it ended them with, a [B, width] each
 */
record WorkerCarry(SequenceParts after, List<INDArray> states) implements Serializable {}
