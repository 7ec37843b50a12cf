package dev.unfold.driver.corpus.audio;

import dev.unfold.driver.corpus.source.SourceBytes;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.audio.WavFormatException;
import dev.unfold.worker.sequence.audio.WavHeader;
import dev.unfold.worker.sequence.audio.WavHeaderReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * A wav file with its header.
 *
 * @param file the file as it was listed
 * @param header the format of its samples and where they are
 */
record WavFile(SourceFile file, WavHeader header) implements Serializable {
  /**
   * Reads the header of a file. Its samples are not read if it is not compressed, except into the
   * buffer; a compressed file is decompressed twice, first for its size, which its header may
   * contradict.
   *
   * @throws CorpusException if it is not a wav file that can be read
   */
  static WavFile read(SourceFile file, Configuration configuration) throws IOException {
    long size = file.compressed() ? decompressedBytes(file, configuration) : file.size();
    try (SourceBytes in = new SourceBytes(file, 0, size, configuration)) {
      WavHeader header = header(in, size);
      in.requireUnchanged();
      return new WavFile(file, header);
    }
  }

  private static long decompressedBytes(SourceFile file, Configuration configuration)
      throws IOException {
    try (SourceBytes in = new SourceBytes(file, 0, file.size(), configuration)) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static WavHeader header(SourceBytes in, long size) throws IOException {
    try {
      return WavHeaderReader.read(in, size);
    } catch (WavFormatException e) {
      throw fault(in, e);
    }
  }

  /** Returns a fault of a file as that of a corpus, with the file and the offset. */
  static CorpusException fault(SourceBytes in, WavFormatException e) {
    return new CorpusException(in.place(e.offset()) + ": " + e.getMessage(), e);
  }

  /** Returns the offset of a frame in the decompressed file. */
  long offset(long frame) {
    return header.dataStart() + frame * header.format().frameBytes();
  }
}
