package dev.unfold.dl4j.master;

import java.io.Serializable;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a worker hands to its next round.
 *
 * @param after the parts that it ended with
 * @param states that it ended them with, a [B, width] each
 */
record Carry(SequenceParts after, List<INDArray> states) implements Serializable {}
