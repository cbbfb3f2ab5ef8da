[Actor Foreign dam expert]: [Claim Warning chain ‘was asleep’] 💧

🌊 LIVE RECAP · updated [Date 9 December 2025, 18:20 (GMT+7)]

[Actor Dr Yusuf al-Nahari (يوسف النهاري)], [Actor a Jordanian engineer advising the inspection team at Song Lua], said on [Date Tuesday] that [Claim the alert chain at the dam “was asleep when it mattered”].

“[Claim Two of the eleven phone numbers belong to people who left the commune [Date years ago] 😶],” [Actor Dr al-Nahari] told [Actor reporters] after [Date two days] in the control room. “[Claim That is not an alert. That is a lottery ticket.]”

His colleague, [Actor Noa Ben-Tzur (נועה בן־צור)], was milder. She said [Claim [Actor the operators] “did what the manual told them,”] and that [Claim the manual itself was last revised in [Date the 1990s]].

👩‍🌾 [Actor Farmers’ leader Luu Van Coi] called the findings a relief: “[Claim We said this on [Date 30 November]. Nobody listened 🙏.]”

⚡ [Actor Lua Giang Hydropower] rejected any suggestion that [Claim [Actor its staff] had ignored the rain forecast]. In a statement sent at [Date 10 a.m. on Tuesday], [Actor the company] said [Claim [Actor the team] “has seen one third of the records”] and asked [Claim [Actor the public] to wait for the full report, due in [Date the week of 15 December]].

[Actor Provincial chairman Tran Quoc Khai] 🇻🇳 pledged that [Claim the report would be published in full before [Date the end of the year]]. According to [Actor Mr Khai], [Claim households in Ben Dau have so far received 3.2 billion dong in advance aid].

Correction: an earlier version said the gates opened at [Date 5:35]. They opened at [Date 3:35 a.m. on 30 November].

😡 214 · 👍 88 · 💬 31
Source: https://lotuscoast.example.org/live/song-lua
