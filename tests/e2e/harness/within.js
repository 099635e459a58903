/** Settles as the promise does, or fails after a while: a test that would hang says what it waited for. */
export async function within(promise, what, milliseconds = 30_000) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${milliseconds} ms in vain for ${what()}`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks again until the answer is truthy, for things that announce nothing themselves. */
export async function eventually(ask, what, milliseconds = 30_000) {
  const end = performance.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer) {
      return answer;
    }

    if (performance.now() > end) {
      throw new Error(`Asked for ${milliseconds} ms in vain: ${what}`);
    }

    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
