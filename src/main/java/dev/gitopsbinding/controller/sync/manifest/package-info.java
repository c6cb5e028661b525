/** Reads and edits of manifest files, by a bounded number of threads. */
@NullMarked
package dev.gitopsbinding.controller.sync.manifest;

import org.jspecify.annotations.NullMarked;
