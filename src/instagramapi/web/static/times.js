// Writes every <time> in the visitor's own zone and language; its title keeps the exact UTC time.
const written = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export function showLocalTimes(part) {
  for (const time of part.querySelectorAll("time[datetime]:not([title])")) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    time.title = time.dateTime;
    time.textContent = written.format(moment);
  }
}
