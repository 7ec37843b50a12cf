package dev.unfold.jobs.process;

import com.sun.security.auth.module.UnixSystem;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Logs in a user without an entry in passwd, as in many containers. Java then reports {@code ?} as
 * name and home, and Hadoop's own login fails, regardless of HADOOP_USER_NAME.
 */
public final class AnonymousUserLogin {
  private static final String UNKNOWN = "?";

  private AnonymousUserLogin() {}

  /** Logs in the user of the process; does nothing for a user who has a name. */
  public static void logIn(Properties properties, Map<String, String> environment) {
    if (!properties.getProperty("user.name").equals(UNKNOWN)) {
      return;
    }
    String name = environment.getOrDefault("HADOOP_USER_NAME", "uid" + new UnixSystem().getUid());
    properties.setProperty("user.name", name);
    if (properties.getProperty("user.home").equals(UNKNOWN)) {
      properties.setProperty(
          "user.home", environment.getOrDefault("HOME", properties.getProperty("java.io.tmpdir")));
    }
    UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
  }
}
