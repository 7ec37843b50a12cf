package dev.unfold.worker.sequence.audio;

import java.io.Serializable;

/**
 * The format of a wav file, and where its samples are.
 *
 * @param format the format of the samples
 * @param dataStart the offset of the first frame in the file
 * @param frames the number of frames
 */
public record WavHeader(WavFormat format, long dataStart, long frames) implements Serializable {}
