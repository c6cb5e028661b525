/** What is read from local copies: files, who changed them, and the operator's own commits. */
@NullMarked
package dev.gitopsbinding.git.store.read;

import org.jspecify.annotations.NullMarked;
