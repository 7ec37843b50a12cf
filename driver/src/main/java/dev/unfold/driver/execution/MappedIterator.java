package dev.unfold.driver.execution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;

/**
 * Elements that are made of those of another iterator, each when it is read.
 *
 * @param elements the other elements
 * @param mapping makes an element of another one
 */
public record MappedIterator<A, B>(Iterator<A> elements, Mapping<A, B> mapping)
    implements Iterator<B> {
  /** Makes an element of another one. */
  public interface Mapping<A, B> {
    B map(A element) throws IOException;
  }

  @Override
  public boolean hasNext() {
    return elements.hasNext();
  }

  @Override
  public B next() {
    try {
      return mapping.map(elements.next());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
