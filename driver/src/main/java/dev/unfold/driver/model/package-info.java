/** Models as folders of files on any file system that can commit. */
package dev.unfold.driver.model;
