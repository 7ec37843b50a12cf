package dev.unfold.worker.sequence.audio;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The encoding of a sample in a wav file, little-endian. */
public enum SampleEncoding {
  /** Unsigned bytes around 128. */
  PCM_8(SampleEncoding.PCM, 8) {
    @Override
    double amplitude(ByteBuffer samples, int at) {
      return ((samples.get(at) & 0xFF) - 128) / 128.0;
    }
  },
  /** Whole numbers of 16 bits in two's complement, as the others of PCM. */
  PCM_16(SampleEncoding.PCM, 16) {
    @Override
    double amplitude(ByteBuffer samples, int at) {
      return samples.getShort(at) / 0x1p15;
    }
  },
  PCM_24(SampleEncoding.PCM, 24) {
    @Override
    double amplitude(ByteBuffer samples, int at) {
      return ((samples.getShort(at) & 0xFFFF) | (samples.get(at + 2) << Short.SIZE)) / 0x1p23;
    }
  },
  PCM_32(SampleEncoding.PCM, 32) {
    @Override
    double amplitude(ByteBuffer samples, int at) {
      return samples.getInt(at) / 0x1p31;
    }
  },
  /** Floating-point numbers of 32 bits, nominally in [-1, 1], as those of 64 bits. */
  FLOAT_32(SampleEncoding.FLOAT, 32) {
    @Override
    double amplitude(ByteBuffer samples, int at) {
      return samples.getFloat(at);
    }
  },
  FLOAT_64(SampleEncoding.FLOAT, 64) {
    @Override
    double amplitude(ByteBuffer samples, int at) {
      return samples.getDouble(at);
    }
  };

  /** The format code of samples that are whole numbers. */
  static final int PCM = 1;

  /** The format code of samples that are floating-point numbers. */
  static final int FLOAT = 3;

  private final int code;
  private final int bits;

  SampleEncoding(int code, int bits) {
    this.code = code;
    this.bits = bits;
  }

  /** Returns the encoding of a format code and a number of bits, if it is supported. */
  static Optional<SampleEncoding> of(int code, int bits) {
    return Arrays.stream(values())
        .filter(encoding -> encoding.code == code && encoding.bits == bits)
        .findFirst();
  }

  int code() {
    return code;
  }

  int bits() {
    return bits;
  }

  int bytes() {
    return bits / Byte.SIZE;
  }

  /**
   * Returns the amplitude of the sample at an index of a little-endian buffer: whole numbers are
   * divided by the magnitude of the lowest one, so that it becomes -1.
   */
  abstract double amplitude(ByteBuffer samples, int at);
}
