/** Logins for forges: what a Secret holds, or the token of an app. */
@NullMarked
package dev.gitopsbinding.forge.login;

import org.jspecify.annotations.NullMarked;
