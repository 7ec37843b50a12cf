package dev.unfold.driver;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Records what is logged, from a level of Unfold's own loggers on, until it is closed. */
public final class RecordedLog implements AutoCloseable {
  private static final String OWN = "dev.unfold";

  private final Appender appender = new Appender();
  private final Logger root = (Logger) LogManager.getRootLogger();

  public RecordedLog(Level level) {
    appender.start();
    root.addAppender(appender);
    Configurator.setLevel(OWN, level);
  }

  /** Returns the messages, each with its exception. */
  public List<String> lines() {
    synchronized (appender) {
      return List.copyOf(appender.lines);
    }
  }

  @Override
  public void close() {
    Configurator.setLevel(OWN, Level.ERROR);
    root.removeAppender(appender);
    appender.stop();
  }

  private static final class Appender extends AbstractAppender {
    private final List<String> lines = new ArrayList<>();

    Appender() {
      super("recorded", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public synchronized void append(LogEvent event) {
      lines.add(event.getMessage().getFormattedMessage() + " " + event.getThrown());
    }
  }
}
