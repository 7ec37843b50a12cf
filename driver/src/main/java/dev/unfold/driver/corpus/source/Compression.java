package dev.unfold.driver.corpus.source;

import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.hadoop.io.compress.DecompressorStream;
import org.apache.hadoop.io.compress.zlib.BuiltInGzipDecompressor;

/** The compression of a source file, determined by the ending of its name. */
enum Compression {
  NONE {
    @Override
    InputStream decompress(InputStream stored) {
      return stored;
    }
  },

  /**
   * Hadoop's decompressor is used: Java's GZIPInputStream mistakes a damaged second member for the
   * end of the file.
   */
  GZIP {
    @Override
    InputStream decompress(InputStream stored) throws IOException {
      return new DecompressorStream(stored, new BuiltInGzipDecompressor(), BUFFER_BYTES);
    }
  },

  /**
   * Commons Compress is used: Hadoop's decompressor mistakes a truncated or damaged stream for the
   * end of the file.
   */
  BZIP2 {
    @Override
    InputStream decompress(InputStream stored) throws IOException {
      return new BZip2CompressorInputStream(stored, true);
    }
  };

  private static final int BUFFER_BYTES = 1 << 16;

  private static final Map<String, Compression> SUPPORTED = Map.of(".gz", GZIP, ".bz2", BZIP2);

  private static final List<String> UNSUPPORTED =
      List.of(
          ".xz",
          ".zst",
          ".lz4",
          ".lzo",
          ".lzma",
          ".snappy",
          ".deflate",
          ".zz",
          ".z",
          ".tar",
          ".tgz",
          ".tbz2",
          ".txz",
          ".tar.gz",
          ".tar.bz2",
          ".zip",
          ".7z",
          ".rar");

  /**
   * Returns the compression that a name indicates.
   *
   * @throws CorpusException if files of that name are compressed or packed in a way that is not
   *     supported
   */
  static Compression of(String path) throws CorpusException {
    String name = path.toLowerCase(Locale.ROOT);
    for (String ending : UNSUPPORTED) {
      if (name.endsWith(ending)) {
        throw new CorpusException(
            path
                + ": expected a plain file or one compressed by gzip (.gz) or bzip2 (.bz2), found "
                + ending
                + ": unpack it, or compress it by gzip");
      }
    }
    return byName(name);
  }

  /** Returns whether a file of the given name is decompressed when it is read. */
  static boolean isCompressed(String path) {
    return byName(path.toLowerCase(Locale.ROOT)) != NONE;
  }

  private static Compression byName(String lowerCase) {
    return SUPPORTED.entrySet().stream()
        .filter(entry -> lowerCase.endsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(NONE);
  }

  /**
   * Returns the decompressed bytes; reading a truncated, damaged or foreign member throws an
   * IOException.
   */
  abstract InputStream decompress(InputStream stored) throws IOException;
}
