/** Git over SSH, with strict host keys. */
@NullMarked
package dev.gitopsbinding.git.transport.ssh;

import org.jspecify.annotations.NullMarked;
