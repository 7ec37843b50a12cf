package dev.unfold.worker.model;

import java.io.IOException;
import java.io.InputStream;

/** The files of a model, which were compared with their checksums. */
public interface ModelFiles {
  /** Opens a file. */
  InputStream read(String name) throws IOException;

  /** Returns the size of a file in bytes. */
  long size(String name) throws IOException;

  /** Returns the path of a file, for messages. */
  String where(String name);
}
