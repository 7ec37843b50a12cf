package dev.unfold.worker.file;

import java.math.BigInteger;

/** A hash of texts that does not depend on their order: the sum of their SHA-256, modulo 2^256. */
public final class UnorderedSha256 {
  private static final int HEXADECIMAL = 16;
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  private BigInteger sum = BigInteger.ZERO;

  /** Adds a text. */
  public void add(String text) {
    addSum(Sha256.of(text));
  }

  /** Adds the texts of another sum, in hexadecimal digits. */
  public void addSum(String other) {
    sum = sum.add(new BigInteger(other, HEXADECIMAL)).mod(MODULUS);
  }

  /** Returns the sum in hexadecimal digits. */
  @Override
  public String toString() {
    return sum.toString(HEXADECIMAL);
  }
}
