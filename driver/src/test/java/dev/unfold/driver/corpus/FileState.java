package dev.unfold.driver.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/**
 * A state of a text file of any format, on which every reader is tested.
 *
 * @param name the name for the messages of a test
 * @param ending the ending of the file name
 * @param bytes the content of the file
 * @param outcome the expected outcome of reading it
 */
public record FileState(String name, String ending, byte[] bytes, Outcome outcome) {
  /** The outcome of reading a file. */
  public enum Outcome {
    /** The complete text is read. */
    READ,
    /** Nothing is read, since the file is empty. */
    NOTHING,
    /** An error is reported that names the file. */
    REFUSED
  }

  @FunctionalInterface
  private interface Compressor {
    OutputStream open(OutputStream out) throws IOException;
  }

  /**
   * Returns all states of a file.
   *
   * @param text a text that ends with a line feed, has no other line breaks than ends of lines, and
   *     is long enough to be halved
   */
  public static List<FileState> of(String text) {
    byte[] plain = text.getBytes(UTF_8);
    byte[] gzip = gzip(plain);
    byte[] bzip2 = bzip2(plain);
    int half = plain.length / 2;
    byte[] first = Arrays.copyOf(plain, half);
    byte[] second = Arrays.copyOfRange(plain, half, plain.length);
    byte[] mark = "\uFEFF".getBytes(UTF_8);
    byte[] other = "other bytes".getBytes(UTF_8);
    return List.of(
        read("plain", "", plain),
        read("with a byte order mark", "", joined(mark, plain)),
        read("with carriage returns", "", text.replace("\n", "\r\n").getBytes(UTF_8)),
        read("without a last line feed", "", Arrays.copyOf(plain, plain.length - 1)),
        read("gzip", ".gz", gzip),
        read("gzip with a mark", ".gz", gzip(joined(mark, plain))),
        read("two members of gzip", ".gz", joined(gzip(first), gzip(second))),
        read("gzip with an empty member", ".gz", joined(gzip(new byte[0]), gzip)),
        read("bzip2", ".bz2", bzip2),
        read("two members of bzip2", ".bz2", joined(bzip2(first), bzip2(second))),
        nothing("empty", "", new byte[0]),
        nothing("a mark alone", "", mark),
        nothing("gzip of nothing", ".gz", gzip(new byte[0])),
        nothing("bzip2 of nothing", ".bz2", bzip2(new byte[0])),
        refused("gzip without a byte", ".gz", new byte[0]),
        refused("gzip torn in its head", ".gz", Arrays.copyOf(gzip, 5)),
        refused("gzip torn in its text", ".gz", Arrays.copyOf(gzip, gzip.length - 12)),
        refused("gzip torn in its end", ".gz", Arrays.copyOf(gzip, gzip.length - 3)),
        refused(
            "torn second member of gzip",
            ".gz",
            joined(gzip(first), Arrays.copyOf(gzip(second), gzip(second).length - 3))),
        refused("bytes behind gzip", ".gz", joined(gzip, other)),
        refused("zeros behind gzip", ".gz", joined(gzip, new byte[600])),
        refused("damaged gzip", ".gz", damaged(gzip)),
        refused("text named gzip", ".gz", plain),
        refused("gzip named text", "", gzip),
        refused("torn bzip2", ".bz2", Arrays.copyOf(bzip2, bzip2.length - 3)),
        refused("bytes behind bzip2", ".bz2", joined(bzip2, other)));
  }

  private static FileState read(String name, String ending, byte[] bytes) {
    return new FileState(name, ending, bytes, Outcome.READ);
  }

  private static FileState nothing(String name, String ending, byte[] bytes) {
    return new FileState(name, ending, bytes, Outcome.NOTHING);
  }

  private static FileState refused(String name, String ending, byte[] bytes) {
    return new FileState(name, ending, bytes, Outcome.REFUSED);
  }

  /** Returns bytes compressed by gzip, in one member. */
  public static byte[] gzip(byte[] bytes) {
    return compressed(bytes, GZIPOutputStream::new);
  }

  static byte[] bzip2(byte[] bytes) {
    return compressed(bytes, BZip2CompressorOutputStream::new);
  }

  private static byte[] compressed(byte[] bytes, Compressor compressor) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = compressor.open(compressed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  private static byte[] damaged(byte[] compressed) {
    byte[] damaged = compressed.clone();
    damaged[damaged.length - 6] ^= 0x10; // of the checksum
    return damaged;
  }

  /** Returns the concatenation of byte arrays. */
  public static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
