/** What errors are about, so that whoever handles one knows who can mend it. */
package dev.unfold.worker.error;
